/**
 * What every module needs and no library has: hashes, JSON, keyed random numbers, names. It knows
 * no other package of Convoy, and every other one may use it.
 */
package org.convoy.common;
