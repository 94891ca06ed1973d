"""Files that people take away: printed pages, spreadsheets."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
