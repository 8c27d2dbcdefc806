/**
 * The command behind scripts/golden: checks all cases of a folder and says which fail. Depends on
 * the packages below this one.
 */
package org.convoy.golden;
