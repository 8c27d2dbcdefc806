package org.convoy.golden.reference;

/**
 * A result that is not what PyTorch computed.
 *
 * @param excess the error in units of the tolerance: more than 1, infinite for a wrong shape
 * @param description what differs, by how much and where
 */
public record Mismatch(double excess, String description) {}
