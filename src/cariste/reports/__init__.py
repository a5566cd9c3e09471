"""Reports to print: lists, matrices, registers, authorisations and proofs, as PDF.

`registry` names them, `making` makes one. Nothing here knows Qt; reportlab is loaded when a report is made.
"""
