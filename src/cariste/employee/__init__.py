"""One family: Employee, Caces, MedicalVisit, OnlineTraining."""
