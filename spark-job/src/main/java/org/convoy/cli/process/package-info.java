/**
 * A command's process: the Spark it runs on, and what becomes of a failure: one line and an exit
 * code. Knows the console, and no command.
 */
package org.convoy.cli.process;
