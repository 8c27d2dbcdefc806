/**
 * Parameter tensors: their roles, names and first values, and where each lies in the flat vector.
 * Depends on init.
 */
package org.convoy.nn.parameter;
