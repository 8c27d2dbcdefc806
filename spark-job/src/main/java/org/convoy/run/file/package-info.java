/**
 * Files on any Hadoop file system that are complete or absent, with the patience and the messages
 * that a run's files need. Depends on Hadoop and data-prep's files; what is above it knows what the
 * files mean.
 */
package org.convoy.run.file;
