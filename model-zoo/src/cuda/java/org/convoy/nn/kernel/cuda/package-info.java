/**
 * What only the CUDA build has: the GPUs that ND4J's CUDA backend may use. Depends on nd4j-cuda and
 * is found as a service by org.convoy.nn.kernel.
 */
package org.convoy.nn.kernel.cuda;
