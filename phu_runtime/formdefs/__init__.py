"""A form: its fields, its conditions, clean answers or a sentence per field."""

from phu_runtime.formdefs.answers import clean, usable
from phu_runtime.formdefs.checking import check_form
from phu_runtime.formdefs.form import Component, Form, Forms
from phu_runtime.formdefs.reading import read_form, read_forms
from phu_runtime.formdefs.showing import prefill, show

__all__ = ["Component", "Form", "Forms", "check_form", "clean", "prefill", "read_form", "read_forms", "show", "usable"]
