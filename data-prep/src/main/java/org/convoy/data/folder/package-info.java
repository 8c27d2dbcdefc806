/**
 * Class folders of image files, and how their paths become classes, labels and ids wherever they
 * lie. May depend on org.convoy.data and Hadoop's file systems, never on Spark.
 */
package org.convoy.data.folder;
