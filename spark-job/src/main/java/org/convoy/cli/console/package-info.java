/**
 * What commands say: lines and JSON on standard output, progress on a terminal, nothing of a secret
 * or of a file's control characters. Knows no command.
 */
package org.convoy.cli.console;
