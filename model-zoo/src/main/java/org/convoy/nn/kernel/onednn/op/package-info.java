/**
 * What records each operation: the exhaustive {@link org.convoy.nn.kernel.onednn.op.OperationPlans}
 * and the plans of pooling, activations, linear layers and what moves values.
 */
package org.convoy.nn.kernel.onednn.op;
