/**
 * What differs between the lines of Spark that Convoy is built for: the classes beside this one
 * stand once in {@code src/main/spark-3.5} and once in {@code src/main/spark-4}, with the same
 * methods. It knows no other package of Convoy, and whatever speaks to Spark may use it.
 */
package org.convoy.spark;
