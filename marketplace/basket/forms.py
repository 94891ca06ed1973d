from django import forms

MOST = 500


class AddForm(forms.Form):
    quantity = forms.IntegerField(min_value=1, max_value=MOST)


class QuantityForm(forms.Form):
    quantity = forms.IntegerField(min_value=0, max_value=MOST)
