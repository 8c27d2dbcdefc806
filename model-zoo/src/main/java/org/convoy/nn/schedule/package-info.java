/**
 * Learning-rate schedules with PyTorch's names and semantics, as pure functions of the step.
 * Depends on the JDK alone.
 */
package org.convoy.nn.schedule;
