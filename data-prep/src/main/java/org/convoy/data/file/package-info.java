/**
 * Files on any Hadoop file system: written whole or not at all, and what it means when that, or
 * reading, fails.
 */
package org.convoy.data.file;
