/**
 * One empty class that takes the place of JavaCPP's OpenCL preset. Nothing of Convoy depends on it;
 * the oneDNN preset does.
 */
package org.bytedeco.opencl.presets;
