/**
 * Arguments and keys by name: their types, ranges, defaults, descriptions, and what is said of
 * wrong ones. Config sections, transforms and layers are declared in these words, and their
 * reference pages are made from them. Depends on org.convoy.common alone.
 */
package org.convoy.common.argument;
