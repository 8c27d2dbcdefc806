/**
 * What computes in a task: networks, kept from task to task, the device that they run on, and the
 * way of samples into them; and what the driver knows of them. Training and prediction stand on it.
 */
package org.convoy.replica;
