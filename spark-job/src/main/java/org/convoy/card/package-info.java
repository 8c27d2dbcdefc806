/**
 * What Hugging Face's hub, and timm, expect beside weights: a model card and a description that
 * they know. It knows nothing of Spark.
 */
package org.convoy.card;
