/** Reads the reference cases computed by PyTorch. Test code only. */
package org.convoy.nn.golden;
