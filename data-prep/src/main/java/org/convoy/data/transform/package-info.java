/**
 * What a transform of images, tensors or batches is, and the pipeline that puts them together;
 * torchvision's names and semantics, immutable pure functions. May depend on org.convoy.data and
 * its sampler, never on Hadoop, Spark or the packages below, which hold the transforms by theme.
 */
package org.convoy.data.transform;
