/** What records convolutions and what is computed as one. */
package org.convoy.nn.kernel.onednn.conv;
