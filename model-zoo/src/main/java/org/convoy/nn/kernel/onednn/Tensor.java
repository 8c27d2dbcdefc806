package org.convoy.nn.kernel.onednn;

/** A buffer and what lies in it. */
record Tensor(Buffer buffer, Layout layout) {}
