/**
 * The page {@code report.html}: what a run, or several, came to, as one file that needs no other.
 * The records of {@link org.convoy.report.ReportData} are what the page is told; all that is drawn
 * of them is in the resources report.html, report.css and report.js beside this package. It knows
 * nothing of Spark.
 */
package org.convoy.report;
