package org.bytedeco.opencl.presets;

/**
 * Stands in for the preset that the oneDNN preset inherits from, so that oneDNN's CPU engine loads
 * on machines without OpenCL. It names no library, so nothing is loaded for it.
 */
public class OpenCL {}
