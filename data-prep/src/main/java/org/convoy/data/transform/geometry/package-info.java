/**
 * Transforms that move pixels: crops, padding, flips, rotation, resizing, with Pillow's arithmetic.
 * May depend on org.convoy.data and org.convoy.data.transform only.
 */
package org.convoy.data.transform.geometry;
