/**
 * Options and arguments that several commands share, and what is answered to wrong ones. Knows no
 * command.
 */
package org.convoy.cli.argument;
