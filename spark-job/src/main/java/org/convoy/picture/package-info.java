/**
 * Pictures of what a network computes: pure functions from feature maps and gradients to images.
 * Depends on the images of data-prep and the tensors that hooks are shown, on no network or file.
 */
package org.convoy.picture;
