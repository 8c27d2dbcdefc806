package org.convoy.nn.kernel.onednn.plan;

/**
 * What a primitive reads or writes.
 *
 * @param id oneDNN's DNNL_ARG code
 */
public record Argument(int id, Tensor tensor) {}
