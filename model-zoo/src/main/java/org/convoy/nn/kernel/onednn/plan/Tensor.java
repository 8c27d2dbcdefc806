package org.convoy.nn.kernel.onednn.plan;

/** A buffer and what lies in it. */
public record Tensor(Buffer buffer, Layout layout) {}
