/**
 * The command {@code convoy}: its sub-commands, exit codes and what it prints. Depends on
 * everything else; nothing depends on it.
 */
package org.convoy.cli;
