/**
 * Runs single layers, by ND4J's operations and by oneDNN's plans, on the cases of PyTorch's
 * modules. Depends on org.convoy.golden.reference and on model-zoo's layers and kernels.
 */
package org.convoy.golden.layer;
