/**
 * What a beginner and a reporter of a bug ask for: a config for data that were looked at. Knows no
 * command.
 */
package org.convoy.cli.start;
