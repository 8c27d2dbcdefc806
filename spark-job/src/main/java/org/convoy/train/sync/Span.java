package org.convoy.train.sync;

/** A stretch of a flat vector, in elements. */
public record Span(int offset, int length) {}
