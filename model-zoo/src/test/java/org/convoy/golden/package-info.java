/**
 * Cases computed by PyTorch, which the tests of all packages share. Depends on org.convoy.weights
 * alone.
 */
package org.convoy.golden;
