/** What records normalizations. */
package org.convoy.nn.kernel.onednn.norm;
