"""The entities of the family."""

from cariste.employee.models.absence import Absence
from cariste.employee.models.appointment import Appointment
from cariste.employee.models.caces import Caces
from cariste.employee.models.document import Document
from cariste.employee.models.employee import Employee
from cariste.employee.models.medical_visit import MedicalVisit
from cariste.employee.models.online_training import OnlineTraining

__all__ = ["Absence", "Appointment", "Caces", "Document", "Employee", "MedicalVisit", "OnlineTraining"]
