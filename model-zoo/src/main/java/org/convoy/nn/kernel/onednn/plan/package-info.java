/**
 * A network's passes as lists of prepared primitives: what records them, their memory and layouts.
 * Knows no operation; the packages beside it record one each.
 */
package org.convoy.nn.kernel.onednn.plan;
