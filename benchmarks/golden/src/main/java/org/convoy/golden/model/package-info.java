/**
 * Runs whole networks of the zoo on torchvision's cases. Depends on org.convoy.golden.reference and
 * on model-zoo.
 */
package org.convoy.golden.model;
