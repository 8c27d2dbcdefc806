/**
 * Makes transforms from the names and arguments of a configuration, and describes them for the
 * documentation. May depend on org.convoy.data.transform and the packages below it.
 */
package org.convoy.data.transform.catalog;
