/**
 * Runs losses, optimizers, schedules and penalties on PyTorch's cases. Depends on
 * org.convoy.golden.reference and on model-zoo.
 */
package org.convoy.golden.training;
