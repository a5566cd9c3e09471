"""The four entities of the family."""

from cariste.employee.models.caces import Caces
from cariste.employee.models.employee import Employee
from cariste.employee.models.medical_visit import MedicalVisit
from cariste.employee.models.online_training import OnlineTraining

__all__ = ["Caces", "Employee", "MedicalVisit", "OnlineTraining"]
