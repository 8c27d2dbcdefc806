/**
 * Automatic augmentation: random sequences of transforms of form and colour, and the erasing of
 * parts of tensors. May depend on org.convoy.data.transform and its packages geometry and color.
 */
package org.convoy.data.transform.augment;
