/**
 * Reads records of HOCON, checks, documents and writes them back: from the annotations of their
 * components alone, all problems at once. Knows no section; depends on org.convoy.common.
 */
package org.convoy.config.binding;
