/**
 * Runs transforms of images on torchvision's cases. Depends on org.convoy.golden.reference and on
 * data-prep.
 */
package org.convoy.golden.transform;
