/**
 * Transforms that change levels and leave pixels where they are, with Pillow's arithmetic. May
 * depend on org.convoy.data and org.convoy.data.transform only.
 */
package org.convoy.data.transform.color;
