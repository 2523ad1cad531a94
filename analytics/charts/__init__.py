"""What is drawn of a log: each chart a value with a bounded number of points, whatever the size of the log.

A chart is summed up here, where the log is; a page, a workbook and a PDF only draw it.  Where a chart shows some of the
cases only, it says how many there are.
"""
