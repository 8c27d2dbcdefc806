package org.convoy.nn.kernel.onednn;

/**
 * What a primitive reads or writes.
 *
 * @param id oneDNN's DNNL_ARG code
 */
record Argument(int id, Tensor tensor) {}
