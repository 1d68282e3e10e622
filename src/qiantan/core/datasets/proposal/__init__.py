"""One value as a contributor states it: flat answers by field, the same from a form, a workbook or an exchange file."""
