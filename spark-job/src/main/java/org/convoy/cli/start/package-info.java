/**
 * For those who begin, and for those who report a fault: a config for data that were looked at, a
 * training that is tried out, what there is to know of a machine.
 */
package org.convoy.cli.start;
