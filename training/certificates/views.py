"""Checking a certificate, open to anyone; a learner's own; the trainer's page of a class."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from training.assessment.desk import ClassDesk
from training.assessment.views import EnrolmentView
from training.certificates import queries, runs, services
from training.certificates.documents import render_certificates
from training.certificates.forms import FileForm, RevokeForm, SerialForm, ShowNameForm
from training.certificates.models import Certificate, IssueRun
from training.errors import Refused
from training.limits import Limit

UNKNOWN_SERIALS = Limit("serials", most=20, seconds=600)
"""Numbers are far too many to be found by trying; nobody shall try for long. A hall may share one address."""
FILES = Limit("files", most=30, seconds=600)


class Check(View):
    """Anyone: check a certificate by its serial number or its file."""

    def get(self, request):
        return self._page(SerialForm(), FileForm())

    def post(self, request):
        return self._check_serial(request) if "serial" in request.POST else self._check_file(request)

    def _check_serial(self, request):
        if UNKNOWN_SERIALS.is_reached(request):
            return too_often(request)
        form = SerialForm(request.POST)
        if form.is_valid():
            certificate = queries.certificate_by_serial(form.cleaned_data["serial"])
            if certificate:
                return redirect(certificate.get_absolute_url())
            UNKNOWN_SERIALS.count(request)
            form.add_error("serial", _("There is no certificate with this number. Compare it letter by letter."))
        return self._page(form, FileForm(), status=422)

    def _check_file(self, request):
        if FILES.is_reached(request):
            return too_often(request)
        form = FileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(SerialForm(), form, status=422)
        FILES.count(request)
        return self._page(SerialForm(), form, checked=queries.check_file(form.cleaned_data["pdf"].read()))

    def _page(self, serial_form, file_form, checked=None, status=200):
        context = {"serial_form": serial_form, "file_form": file_form, "checked": checked}
        return render(self.request, "training/certificates/check.html", context, status=status)


def too_often(request):
    context = {"serial_form": SerialForm(), "file_form": FileForm(), "too_often": True}
    return render(request, "training/certificates/check.html", context, status=429)


class CertificateDetail(View):
    """Anyone who knows the serial number: whether it holds, and what the holder agreed to show."""

    def get(self, request, serial):
        if UNKNOWN_SERIALS.is_reached(request):
            return too_often(request)
        certificate = queries.certificate_by_serial(serial)
        if certificate is None:
            UNKNOWN_SERIALS.count(request)
        context = {"certificate": certificate}
        response = render(request, "training/certificates/detail.html", context, status=200 if certificate else 404)
        response["X-Robots-Tag"] = "noindex"
        return response


class LearnersCertificate(EnrolmentView):
    """The learner herself: her certificate, and what its public page shows of her."""

    def get(self, request, token):
        certificate = self._certificate()
        form = ShowNameForm(initial={"shows_name": certificate.shows_name})
        context = {"enrolment": self.enrolment, "certificate": certificate, "form": form}
        return render(request, "training/certificates/own.html", context)

    def post(self, request, token):
        form = ShowNameForm(request.POST)
        if form.is_valid():
            services.show_name(self._certificate(), form.cleaned_data["shows_name"])
            messages.success(request, _("Saved."))
        return redirect(request.path)

    def _certificate(self) -> Certificate:
        return get_object_or_404(self.enrolment.certificates.valid())


class LearnersPdf(EnrolmentView):
    """The learner herself: the PDF of her certificate."""

    def get(self, request, token):
        return pdf_response(get_object_or_404(self.enrolment.certificates.valid()))


class ClassCertificates(ClassDesk):
    """Staff who may see the class: who holds a certificate; who may change it issues them."""

    def get(self, request, code):
        training_class = self.seen_class()
        context = {
            "training_class": training_class,
            "certificates": queries.certificates_of_class(training_class),
            "may_change": request.training.changeable_classes().filter(pk=training_class.pk).exists(),
        }
        return render(request, "training/certificates/class.html", context)

    def post(self, request, code):
        try:
            run = runs.start_run(self.changed_class(), by=request.user)
        except Refused as error:
            messages.error(request, str(error))
            return redirect(request.path)
        return redirect("training:certificate_run", code=code, pk=run.pk)


class Run(ClassDesk):
    """Staff who may see the class: how far a run of certificates has come."""

    def get(self, request, code, pk):
        training_class = self.seen_class()
        run = get_object_or_404(IssueRun, pk=pk, training_class=training_class)
        return render(request, "training/certificates/run.html", {"training_class": training_class, "run": run})


class ClassPdf(ClassDesk):
    """Staff who may see the class: one certificate's own PDF, or all of them on one file to print."""

    def get(self, request, code, serial=None):
        training_class = self.seen_class()
        valid = Certificate.objects.valid().filter(enrolment__training_class=training_class)
        if serial:
            return pdf_response(get_object_or_404(valid, serial=serial))
        certificates = list(valid.order_by("enrolment__learner__sort_key"))
        if not certificates:
            raise Http404
        response = HttpResponse(render_certificates(certificates), content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{training_class.code}.pdf"'
        return response


class Revoke(ClassDesk):
    """Staff who may change the class: revoke a certificate, with a reason."""

    def get(self, request, code, serial):
        return self._page(self._certificate(serial), RevokeForm())

    def post(self, request, code, serial):
        certificate = self._certificate(serial)
        form = RevokeForm(request.POST)
        if not form.is_valid():
            return self._page(certificate, form, status=422)
        services.revoke_certificate(certificate, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("The certificate is revoked."))
        return redirect("training:class_certificates", code=code)

    def _certificate(self, serial) -> Certificate:
        valid = Certificate.objects.valid().filter(enrolment__training_class=self.changed_class())
        return get_object_or_404(valid, serial=serial)

    def _page(self, certificate, form, status=200):
        context = {"certificate": certificate, "form": form, "code": self.code}
        return render(self.request, "training/certificates/revoke.html", context, status=status)


def pdf_response(certificate: Certificate) -> FileResponse:
    response = FileResponse(
        certificate.pdf.open(), filename=f"{certificate.serial}.pdf", content_type="application/pdf"
    )
    response["Cache-Control"] = "private, no-store"
    return response
