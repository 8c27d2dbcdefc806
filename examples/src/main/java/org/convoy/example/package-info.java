/**
 * Programs that use Convoy from Java: a network of one's own, a training, a hook, and DL4J's Spark
 * API. {@code TestExamples} runs each.
 */
package org.convoy.example;
