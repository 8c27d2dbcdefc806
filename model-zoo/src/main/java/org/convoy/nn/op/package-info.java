/**
 * What the layers compute, free of any library: each operation with its geometry as a sealed type,
 * which the executions take apart. Depends on nothing.
 */
package org.convoy.nn.op;
