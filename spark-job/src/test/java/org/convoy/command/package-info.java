/**
 * Tests that start the real command, {@code scripts/convoy}, as a user does, with the packaged jar.
 * They run after packaging, in Maven's integration-test phase.
 */
package org.convoy.command;
