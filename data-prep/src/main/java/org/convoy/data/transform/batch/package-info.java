/**
 * Transforms that mix the images of a batch and their soft targets. May depend on org.convoy.data
 * and org.convoy.data.transform only.
 */
package org.convoy.data.transform.batch;
